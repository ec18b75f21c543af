/** Cached methods whose results are those of several keys. */
@NullMarked
package io.kvkit.spring.cached.bulk;

import org.jspecify.annotations.NullMarked;
