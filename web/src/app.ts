// The page's script. It only starts main.tsx: that is a module which rest.ts can import too.
// The texts come first, since they pack smaller beside each other than each beside its code.

import './texts/shell';
import './map/texts';
import './search/texts';
import './trip/texts';
import './trip/cards';
import './trip/code_texts';
import './trip/outcome_texts';
import './trip/problem_texts';
import './main';
