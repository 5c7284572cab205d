/** Whether the palette is open: known before the palette itself is loaded. */
import { createSpotlight } from '@mantine/spotlight';

export const [paletteStore, palette] = createSpotlight();
