import { ILabStatus } from "@jupyterlab/application";
import { followBusy } from "./follow-busy.ts";

/**
 * The icon of the browser's tab, in place of JupyterLab's own `faviconbusy`, which package.json switches off: that one
 * exchanges the icon with every message to a kernel. The browser then asks the server for it and styles the whole page
 * again, at each step of a slider.
 */
export const faviconPlugin = {
  id: "romanesco-labextension:favicon",
  description: "Shows in the browser's tab that a kernel stays busy",
  autoStart: true,
  requires: [ILabStatus],
  activate(_: unknown, status: ILabStatus): void {
    followBusy(status, showIcon);
  },
};

function showIcon(isBusy: boolean): void {
  const iconOf = (state: string) =>
    document.querySelector<HTMLLinkElement>(`link.${state}.favicon`);
  const [wanted, other] = isBusy
    ? [iconOf("busy"), iconOf("idle")]
    : [iconOf("idle"), iconOf("busy")];
  if (!wanted || !other) return;
  other.rel = "";
  wanted.rel = "icon";
  // Browsers look at a link anew only when it is put into the page.
  wanted.replaceWith(wanted);
}
