/** Permits that are held: a bounded number of owners of one key at the same time, each for a lease. Floor 2. */
@NullMarked
package io.kvkit.permit;

import org.jspecify.annotations.NullMarked;
