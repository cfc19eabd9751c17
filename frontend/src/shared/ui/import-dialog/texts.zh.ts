const zh = {
  check: '正在检查',
  run: '导入',
  checked_other: '共 {{number}} 行，没有发现问题，可以导入。',
  changes_other: '其中 {{number}} 行是新的或有变化。',
  bad_other: '{{number}} 处有误，全部未导入。改好后再上传。',
  done_other: '已导入 {{number}} 行',
  row: '行',
  column: '列',
  what: '问题',
  template: '下载模板',
  file: '拖入文件，或点此选择',
  close: '关闭',
  again: '换一个文件',
}

export default zh
