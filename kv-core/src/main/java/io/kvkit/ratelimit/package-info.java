/** The rate limit recipe: one or several keys, all or none, and what happens while the store is gone. Floor 2. */
@NullMarked
package io.kvkit.ratelimit;

import org.jspecify.annotations.NullMarked;
