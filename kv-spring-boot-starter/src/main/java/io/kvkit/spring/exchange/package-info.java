/** The current HTTP exchange, without the servlet API and without Reactor. Floor 1. */
@NullMarked
package io.kvkit.spring.exchange;

import org.jspecify.annotations.NullMarked;
