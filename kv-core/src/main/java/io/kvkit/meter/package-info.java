/** Permits per time on one key: several limits of any algorithm, decided together in one atomic step. Floor 2. */
@NullMarked
package io.kvkit.meter;

import org.jspecify.annotations.NullMarked;
