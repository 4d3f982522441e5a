// The page's script. It only starts main.tsx: that is a module which rest.ts can import too.

import './main';
