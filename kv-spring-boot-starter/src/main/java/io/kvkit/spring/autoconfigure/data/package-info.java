/** Results of Spring Data: how pages are stored. */
@NullMarked
package io.kvkit.spring.autoconfigure.data;

import org.jspecify.annotations.NullMarked;
