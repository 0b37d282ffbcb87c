declare const brand: unique symbol

/** A string or number that has passed the parser of its kind; the brand exists only in the types. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
