/** Proxies that turn annotated methods into guarded calls. Floor 2. */
@NullMarked
package io.kvkit.spring.intercept;

import org.jspecify.annotations.NullMarked;
