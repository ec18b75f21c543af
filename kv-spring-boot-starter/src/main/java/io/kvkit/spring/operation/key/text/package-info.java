/** The text of the values in keys: equal values have the same text, different values different ones. */
@NullMarked
package io.kvkit.spring.operation.key.text;

import org.jspecify.annotations.NullMarked;
