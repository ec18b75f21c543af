/** Leases: named rights that one process at a time holds and loses when it dies. Floor 3. */
@NullMarked
package io.kvkit.recipe.lease;

import org.jspecify.annotations.NullMarked;
