/** The contract of a store: keys, transitions and errors. Floor 0: the JDK and JSpecify only. */
@NullMarked
package io.kvkit.store;

import org.jspecify.annotations.NullMarked;
