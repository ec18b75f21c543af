/** The metrics. Floor 2. */
@NullMarked
package io.kvkit.spring.observe;

import org.jspecify.annotations.NullMarked;
