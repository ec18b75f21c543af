/** A named right that one process holds at a time and loses when it dies. Floor 2. */
@NullMarked
package io.kvkit.lease;

import org.jspecify.annotations.NullMarked;
