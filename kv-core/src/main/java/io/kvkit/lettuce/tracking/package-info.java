/** The signals of Redis about changed keys: client-side tracking on connections of its own. */
@NullMarked
package io.kvkit.lettuce.tracking;

import org.jspecify.annotations.NullMarked;
