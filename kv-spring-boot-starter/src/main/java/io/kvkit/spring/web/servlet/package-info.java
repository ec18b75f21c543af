/** Records and replays the responses of Spring MVC controllers, and renders problems. */
@NullMarked
package io.kvkit.spring.web.servlet;

import org.jspecify.annotations.NullMarked;
