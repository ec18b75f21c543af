/** Selects and opens the stores of an application. */
@NullMarked
package io.kvkit.spring.autoconfigure.store;

import org.jspecify.annotations.NullMarked;
