/** The protection against a store that is slow or unreachable. The only package that knows Resilience4j. */
@NullMarked
package io.kvkit.resilience;

import org.jspecify.annotations.NullMarked;
