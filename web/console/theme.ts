/** Mantine's defaults miss AA contrast at shade 6; shade 8 and darker passes on white and on the light variants. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const wuyou: MantineColorsTuple = ['#e8f4f5', '#d2e6e9', '#a5cdd3', '#75b2bb', '#4e9ba7', '#35899a', '#1f7887', '#146878', '#0b5c6b', '#074752'];

export const theme = createTheme({
  primaryColor: 'wuyou',
  primaryShade: 8,
  colors: { wuyou },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  components: {
    Badge: { defaultProps: { radius: 'sm', tt: 'none' } },
    Text: { styles: { root: { overflowWrap: 'anywhere' } } },
    // The library's own close button has no name.
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': '关闭 Close' } } },
    Anchor: { defaultProps: { underline: 'always' } },
  },
});

/** Levels and states in colours that carry AA contrast with white text; never colour alone: the word stands beside it. */
export const levelColor = (level: string): string => ({ red: '#b3170f', orange: '#9a4b00', yellow: '#6b5600' })[level] ?? '#46535f';
