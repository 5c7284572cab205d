/** Draws the console: what stands around every page, and the page that the address names. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { App } from './app.js';
import { LanguageProvider } from './language.js';
import { queryClient } from './live.js';
import { Loading } from './parts/Loading.js';
import { SessionProvider } from './session.js';
import { theme } from './theme.js';
import { keepFocusUncovered } from './uncovered.js';

const root = document.getElementById('root');
if (root) {
  keepFocusUncovered();
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="light">
        <QueryClientProvider client={queryClient}>
          <LanguageProvider>
            {/* Below the navigation, where nothing is pressed: what it reports is often pressed again, as "skip to the next item". */}
            <Notifications position="bottom-left" limit={4} />
            <SessionProvider waiting={<Loading />}>
              <Router base="/console">
                <App />
              </Router>
            </SessionProvider>
          </LanguageProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
