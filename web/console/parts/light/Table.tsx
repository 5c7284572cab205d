/** The library's table without its machinery (look.ts says why): a table of 27 packages has 1,200 cells and rows, and each asked a theme. Same names, same props. */
import { Table as LibraryTable } from '@mantine/core';
import { createContext, useContext, useMemo, type ComponentProps } from 'react';
import { classes, looking, space, type Look, type Size } from './look.js';

const of = LibraryTable.classes;
type Rows = { striped: boolean; withRowBorders: boolean; highlightOnHover: boolean };
const RowsContext = createContext<Rows>({ striped: false, withRowBorders: true, highlightOnHover: false });
type Props = Look & Partial<Rows> & { verticalSpacing?: Size | number; withTableBorder?: boolean; withColumnBorders?: boolean; captionSide?: 'top' | 'bottom' } & Omit<ComponentProps<'table'>, keyof Look>;

export function Table({ striped = false, withRowBorders = true, highlightOnHover = false, verticalSpacing = 7, withTableBorder = false, withColumnBorders = false, captionSide, className, ...props }: Props) {
  const rows = useMemo(() => ({ striped, withRowBorders, highlightOnHover }), [striped, withRowBorders, highlightOnHover]);
  return (
    <RowsContext value={rows}>
      <table className={classes(of['table'], className)} data-with-table-border={withTableBorder || undefined} data-columns={withColumnBorders || undefined} {...looking(props, { '--table-vertical-spacing': space(verticalSpacing), '--table-caption-side': captionSide })} />
    </RowsContext>
  );
}

function Row({ className, ...props }: Look & Omit<ComponentProps<'tr'>, keyof Look>) {
  const { striped, withRowBorders, highlightOnHover } = useContext(RowsContext);
  return <tr className={classes(of['tr'], className)} data-with-row-border={withRowBorders || undefined} data-striped={striped ? 'odd' : undefined} data-hover={highlightOnHover || undefined} {...looking(props, {})} />;
}

Table.Tr = Row;
Table.Td = ({ className, ...props }: Look & Omit<ComponentProps<'td'>, keyof Look>) => <td className={classes(of['td'], className)} {...looking(props, {})} />;
Table.Th = ({ className, ...props }: Look & Omit<ComponentProps<'th'>, keyof Look>) => <th className={classes(of['th'], className)} {...looking(props, {})} />;
Table.Thead = ({ className, ...props }: ComponentProps<'thead'>) => <thead className={classes(of['thead'], className)} {...props} />;
Table.Tbody = ({ className, ...props }: ComponentProps<'tbody'>) => <tbody className={classes(of['tbody'], className)} {...props} />;
Table.Caption = ({ className, ...props }: ComponentProps<'caption'>) => <caption className={classes(of['caption'], className)} data-side="top" {...props} />;
Table.ScrollContainer = LibraryTable.ScrollContainer;
