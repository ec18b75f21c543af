/** What bounds the harm of a store that is slow or gone. The only package that knows Resilience4j. */
@NullMarked
package io.kvkit.resilience;

import org.jspecify.annotations.NullMarked;
