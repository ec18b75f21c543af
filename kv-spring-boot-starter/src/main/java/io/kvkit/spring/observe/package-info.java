/** What is counted. Floor 2. */
@NullMarked
package io.kvkit.spring.observe;

import org.jspecify.annotations.NullMarked;
