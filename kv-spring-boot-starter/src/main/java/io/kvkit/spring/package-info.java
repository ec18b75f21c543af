/** The exceptions that applications see, and the beans that they define for all annotations. Floor 0. */
@NullMarked
package io.kvkit.spring;

import org.jspecify.annotations.NullMarked;
