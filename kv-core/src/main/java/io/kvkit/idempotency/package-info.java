/** A call with the same key runs once and is replayed afterwards. Floor 2. */
@NullMarked
package io.kvkit.idempotency;

import org.jspecify.annotations.NullMarked;
