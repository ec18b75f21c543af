/** The transactions around calls: what a call does to the store waits for their end. Between operations and guards. */
@NullMarked
package io.kvkit.spring.transaction;

import org.jspecify.annotations.NullMarked;
