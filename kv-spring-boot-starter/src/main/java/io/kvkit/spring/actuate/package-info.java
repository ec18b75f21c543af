/** The health indicator for Spring Boot's actuator. Floor 2. */
@NullMarked
package io.kvkit.spring.actuate;

import org.jspecify.annotations.NullMarked;
