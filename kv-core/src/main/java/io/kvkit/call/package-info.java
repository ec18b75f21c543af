/** Decisions about a call, and the drivers that turn them into calls of user code. Floor 0. */
@NullMarked
package io.kvkit.call;

import org.jspecify.annotations.NullMarked;
