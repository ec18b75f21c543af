/** Values that are computed once and kept for a time, safe against invalidation during the computation. Floor 2. */
@NullMarked
package io.kvkit.cache;

import org.jspecify.annotations.NullMarked;
