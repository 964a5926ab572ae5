/** Names that compiled cells have beside those of the person: nobody looks for them among the variables. */
export const privateNames =
  /^\$(accessors|awaits|came\w*|disposal|done|early|error|fail|import_\d+|importMeta|mark|notes|own_\w+|romanesco|thrown|using\w*|value)$/;
