/**
 * What servlets and WebFlux share to record and replay responses and to render problems. {@code servlet} and {@code
 * reactive} do it, and do not know each other. Floor 2.
 *
 * <p>The public classes are beans, each only if the application has none of its type:
 *
 * <ul>
 *   <li>every web application: {@code ClientAddress(trusted proxies, their header)}; unless problems are off also
 *       {@code KvProblems(ProblemRules)}
 *   <li>servlet applications with Spring MVC: {@code KvServletFilter(ExchangeRules)}, {@code ReplayResolver()}; unless
 *       problems are off {@code KvServletProblemAdvice(KvProblems)}
 *   <li>reactive applications with Spring WebFlux: {@code KvWebFilter(ExchangeRules, ObjectProvider of
 *       WebExceptionHandler, ServerCodecConfigurer)}, {@code ReplayAdvice()}; unless problems are off {@code
 *       KvWebFluxProblemAdvice(KvProblems)}
 * </ul>
 *
 * <p>All of them define their own order. The servlet filter takes part in all dispatches, because Spring Boot registers
 * a {@code OncePerRequestFilter} for all of them.
 */
@NullMarked
package io.kvkit.spring.web;

import org.jspecify.annotations.NullMarked;
