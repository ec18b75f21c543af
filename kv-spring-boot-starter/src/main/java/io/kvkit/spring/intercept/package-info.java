/**
 * Proxies that turn annotated methods into guarded calls. Floor 2.
 *
 * <p>Per kind of annotation there are three beans, all of them infrastructure: a {@code KvAdvisor}, which knows only the
 * annotations and the name of its interceptor; a {@code GuardInterceptor}, which asks for everything else at the first
 * call; and the {@code MethodGuards} of the kind, which hold the recipe. Further beans: {@code Clients} and a
 * {@code KeySpace}.
 */
@NullMarked
package io.kvkit.spring.intercept;

import org.jspecify.annotations.NullMarked;
