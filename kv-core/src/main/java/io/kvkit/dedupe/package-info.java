/** An event is processed once; its duplicates are recognised and never skipped in silence. Floor 2. */
@NullMarked
package io.kvkit.dedupe;

import org.jspecify.annotations.NullMarked;
