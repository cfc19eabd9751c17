const zh = {
  toSign_other: '个部门的 {{month}} 月度考勤待签字',
  toTakeOver_other: '个部门的 {{month}} 月度考勤待接收',
  toClose_other: '个部门的 {{month}} 月度考勤待结账',
  objections_other: '条考勤异议待核定',
  today: '我今天的考勤',
  month: '本月出勤（天）',
  should: '应出勤 {{days}} 天',
  cases: '异常 {{count}} 次',
  leave: '{{name}}可用',
  days: '{{amount}} 天',
  hours: '{{amount}} 小时',
  held: '待审批占用 {{amount}}',
}
export default zh
