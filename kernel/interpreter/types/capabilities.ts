/** What we tell the server that we can take. */
export const capabilities = {
  textDocument: {
    diagnostic: { relatedDocumentSupport: false },
    completion: {
      completionItem: {
        snippetSupport: false,
        documentationFormat: ["markdown"],
        labelDetailsSupport: true,
      },
    },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: {
      signatureInformation: { documentationFormat: ["markdown"] },
    },
  },
} as const;
