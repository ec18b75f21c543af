/** The store on a Redis server. The only package that knows Lettuce. */
@NullMarked
package io.kvkit.lettuce;

import org.jspecify.annotations.NullMarked;
