/** The texts of one language: sentences, nested as the pages are. */
export interface Texts {
  [key: string]: string | Texts
}

/**
 * What the English texts must look like, given the Chinese ones: a missing or surplus text is a compile error.
 * Chinese has one plural form, `rows_other`; English needs `rows_one` as well.
 */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> } & {
  [K in keyof T as K extends `${infer Stem}_other` ? `${Stem}_one` : never]: string
}

type Plain<K extends string> = K extends `${infer Stem}_other` ? Stem : K

/** `'desk.title'`, and `'desk.rows'` for `rows_other`. */
export type TextKey<T> = { [K in keyof T & string]: T[K] extends string ? Plain<K> : `${K}.${TextKey<T[K]>}` }[keyof T & string]

export type Values = Record<string, string | number>

/** Says a text. Values are put into {{name}}; `count` chooses the plural and is grouped ("1,234"). */
export type Say<T> = (key: TextKey<T>, values?: Values) => string
