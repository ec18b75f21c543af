/** What transports deliver to listeners, and the ids of events in it. */
@NullMarked
package io.kvkit.spring.dedupe.delivery;

import org.jspecify.annotations.NullMarked;
