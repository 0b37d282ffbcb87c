/** The same keys with any text: a translation has exactly the keys of the Vietnamese original. */
export type Translated<Text> = { readonly [Key in keyof Text]: Text[Key] extends string ? string : Translated<Text[Key]> }
