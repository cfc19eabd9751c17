const zh = {
  probation_other: '人的试用期将满，待决定',
  overdue_other: '人的试用期已过，还没有决定',
  talks_other: '人该谈话了',
  unsigned_other: '人未签保密承诺',
  applied_other: '位新候选人待筛选',
  accepted_other: '位候选人已接受，待办入职',
  staff: '在岗人数',
  planned: '编制 {{count}} 人',
  vacancies: '空缺',
  units: '在 {{count}} 个岗位',
  candidates: '进行中的候选人',
  interviews: '面试中 {{count}} 人',
}
export default zh
