/** Where Redis is, and how a store on it is set up and checked. */
@NullMarked
package io.kvkit.spring.autoconfigure.redis;

import org.jspecify.annotations.NullMarked;
