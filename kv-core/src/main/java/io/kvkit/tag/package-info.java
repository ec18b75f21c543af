/** Tags: which of the results of one cache are outdated together. Floor 2. */
@NullMarked
package io.kvkit.tag;

import org.jspecify.annotations.NullMarked;
