/**
 * Proxies that turn annotated methods into guarded calls. Floor 2.
 *
 * <p>Each advice has three infrastructure beans: a {@code KvAdvisor}, which knows only the annotations and the name of
 * its interceptor; a {@code GuardInterceptor}, which looks up everything else at the first call; and its {@code
 * MethodGuards}, which hold the recipe. Other beans are {@code Clients} and a {@code KeySpace}.
 */
@NullMarked
package io.kvkit.spring.intercept;

import org.jspecify.annotations.NullMarked;
