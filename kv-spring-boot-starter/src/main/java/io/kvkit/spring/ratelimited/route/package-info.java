/** Limits requests by their path, before any handler is known. Floor 3. */
@NullMarked
package io.kvkit.spring.ratelimited.route;

import org.jspecify.annotations.NullMarked;
