export function readBanner(): string;
export function minifyPlotly(): string;
