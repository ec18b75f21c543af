/** What makes controllers' answers recordable, replayable and standard, for servlets and WebFlux. Floor 2. */
@NullMarked
package io.kvkit.spring.web;

import org.jspecify.annotations.NullMarked;
