/** Configuration properties, the choice of the store, and the wiring of everything. Floor 3. */
@NullMarked
package io.kvkit.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
