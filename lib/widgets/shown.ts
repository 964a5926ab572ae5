import { randomUUID } from "node:crypto";
import { findPage } from "../notebook-page.ts";
import { TurnEnd } from "../platform/turn-end.ts";
import { savePages, tellPages } from "./saved-state.ts";
import { type Model, watchModels } from "./model.ts";
import { findHere, type Here } from "./show-here.ts";
import { noPageLine, staticHtml, staticText } from "./static-view.ts";

/** What our pages draw: the live widget where there is one, and else its state. */
export const widgetMimeType = "application/vnd.romanesco.widget.v1+json";

interface Place {
  model: Model;
  here: Here;
  html: string;
}

/** Where widgets stand, by display id; so many are kept, the newest. */
const places = new Map<string, Place>();
const mostPlaces = 200;

/** A page has moved a widget: it draws them live, and what stands beside is its own to refresh. */
let isLive = false;
let watched = false;
const refreshed = new TurnEnd(() => {
  for (const [displayId, place] of places)
    if (!isLive || place.here.isWithin) refresh(displayId, place);
});

export function showView(model: Model): void {
  const notebook = findPage();
  if (!notebook) return console.log(staticText(model, noPageLine));
  watch();
  const displayId = randomUUID();
  const html = staticHtml(model);
  const here = findHere(notebook);
  places.set(displayId, { model, here, html });
  for (const oldest of places.keys()) {
    if (places.size <= mostPlaces) break;
    places.delete(oldest);
  }
  here.show(bundleOf(model, html), { displayId, update: false });
  tellPages();
}

function watch(): void {
  if (watched) return;
  watched = true;
  savePages(() =>
    [...places.values()].map(({ model }) => ({
      id: model.modelId,
      html: staticHtml(model),
      text: staticText(model),
    })),
  );
  watchModels((_, byPage) => {
    isLive ||= byPage;
    tellPages();
    refreshSoon();
  });
}

/** What code changes, as in a notebook that is run without a page, is changed in what is shown, too. */
function refreshSoon(): void {
  if (places.size > 0) refreshed.ask();
}

function refresh(displayId: string, place: Place): void {
  const { model, here } = place;
  if (!model.isOpen) return void places.delete(displayId);
  const html = staticHtml(model);
  if (html === place.html) return;
  place.html = html;
  here.show(bundleOf(model, html), { displayId, update: true });
}

function bundleOf(model: Model, html: string): Record<string, unknown> {
  return {
    [widgetMimeType]: {
      model_id: model.modelId,
      module: model.names["_model_module"],
    },
    "application/vnd.jupyter.widget-view+json": {
      version_major: 2,
      version_minor: 0,
      model_id: model.modelId,
    },
    "text/html": html,
    "text/plain": staticText(model),
  };
}
