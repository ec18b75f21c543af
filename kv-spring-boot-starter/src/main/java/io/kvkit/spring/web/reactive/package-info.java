/** Records and replays the responses of Spring WebFlux controllers, and renders problems. */
@NullMarked
package io.kvkit.spring.web.reactive;

import org.jspecify.annotations.NullMarked;
