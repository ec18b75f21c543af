/** The annotations that applications put on their methods. Floor 0: imports {@code java.lang} only. */
package io.kvkit.annotation;
