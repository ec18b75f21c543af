package io.kvkit.spring;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import org.springframework.context.annotation.Configuration;

@AnalyzeClasses(
        packages = {"io.kvkit.annotation", "io.kvkit.spring"},
        importOptions = DoNotIncludeTests.class)
@ArchTag("slow")
class StarterFloorsTest {

    private static final String ANNOTATION = "io.kvkit.annotation..";
    private static final String FOR_APPLICATIONS = "io.kvkit.spring";
    private static final String OPERATION = "io.kvkit.spring.operation..";
    private static final String EXCHANGE = "io.kvkit.spring.exchange..";
    private static final String TRANSACTION = "io.kvkit.spring.transaction..";
    private static final String INTERCEPT = "io.kvkit.spring.intercept..";
    private static final String CACHED = "io.kvkit.spring.cached..";
    private static final String IDEMPOTENT = "io.kvkit.spring.idempotent..";
    private static final String RATELIMITED = "io.kvkit.spring.ratelimited..";
    private static final String ROUTE = "io.kvkit.spring.ratelimited.route..";
    private static final String DEDUPE = "io.kvkit.spring.dedupe..";
    private static final String WEB = "io.kvkit.spring.web..";
    private static final String SERVLET = "io.kvkit.spring.web.servlet..";
    private static final String REACTIVE = "io.kvkit.spring.web.reactive..";
    private static final String ACTUATE = "io.kvkit.spring.actuate..";
    private static final String OBSERVE = "io.kvkit.spring.observe..";
    private static final String AUTOCONFIGURE = "io.kvkit.spring.autoconfigure..";

    @ArchTest
    static final ArchRule annotationsImportJavaLangOnly = classes()
            .that()
            .resideInAPackage(ANNOTATION)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java.lang..", ANNOTATION);

    @ArchTest
    static final ArchRule packagesImportLowerFloorsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .optionalLayer("annotation")
            .definedBy(ANNOTATION)
            .optionalLayer("operation")
            .definedBy(OPERATION)
            .optionalLayer("exchange")
            .definedBy(EXCHANGE)
            .optionalLayer("transaction")
            .definedBy(TRANSACTION)
            .optionalLayer("intercept")
            .definedBy(INTERCEPT)
            .optionalLayer("floor 3")
            .definedBy(CACHED, IDEMPOTENT, RATELIMITED, DEDUPE, WEB, ACTUATE, OBSERVE)
            .optionalLayer("autoconfigure")
            .definedBy(AUTOCONFIGURE)
            .whereLayer("autoconfigure")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("floor 3")
            .mayOnlyBeAccessedByLayers("autoconfigure")
            .whereLayer("intercept")
            .mayOnlyBeAccessedByLayers("floor 3", "autoconfigure")
            .whereLayer("operation")
            .mayOnlyBeAccessedByLayers("intercept", "floor 3", "autoconfigure")
            .whereLayer("transaction")
            .mayOnlyBeAccessedByLayers("intercept", "floor 3", "autoconfigure")
            .whereLayer("exchange")
            .mayOnlyBeAccessedByLayers("intercept", "floor 3", "autoconfigure")
            .ensureAllClassesAreContainedInArchitectureIgnoring("io.kvkit.spring");

    @ArchTest
    static final ArchRule whatApplicationsNameImportsNothingElse = noClasses()
            .that()
            .resideInAPackage(FOR_APPLICATIONS)
            .should()
            .dependOnClassesThat(resideInAPackage("io.kvkit.spring.(*).."));

    @ArchTest
    static final ArchRule operationsImportLowerFloorsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("read")
            .definedBy("io.kvkit.spring.operation.read")
            .layer("operation")
            .definedBy("io.kvkit.spring.operation")
            .layer("key")
            .definedBy("io.kvkit.spring.operation.key")
            .layer("text")
            .definedBy("io.kvkit.spring.operation.key.text")
            .layer("equality")
            .definedBy("io.kvkit.spring.operation.key.equality")
            .layer("expression")
            .definedBy("io.kvkit.spring.operation.expression")
            .layer("values and types")
            .definedBy("io.kvkit.spring.operation.attribute", "io.kvkit.spring.operation.type")
            .whereLayer("read")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("operation")
            .mayOnlyBeAccessedByLayers("read")
            .whereLayer("key")
            .mayOnlyBeAccessedByLayers("operation", "read")
            .whereLayer("text")
            .mayOnlyBeAccessedByLayers("key", "read")
            .whereLayer("equality")
            .mayOnlyBeAccessedByLayers("text")
            .whereLayer("expression")
            .mayOnlyBeAccessedByLayers("key", "operation", "read")
            .whereLayer("values and types")
            .mayOnlyBeAccessedByLayers("text", "expression", "key", "operation", "read");

    @ArchTest
    static final ArchRule webDoesNotImportIntercept = noClasses()
            .that()
            .resideInAPackage(WEB)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERCEPT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule whatServletsAndWebFluxShareKnowsNeither = noClasses()
            .that()
            .resideInAPackage("io.kvkit.spring.web")
            .should()
            .dependOnClassesThat(resideInAnyPackage(SERVLET, REACTIVE, "jakarta.servlet..", "reactor.."));

    @ArchTest
    static final ArchRule servletsDoNotImportWebFlux = noClasses()
            .that()
            .resideInAPackage(SERVLET)
            .should()
            .dependOnClassesThat(resideInAnyPackage(REACTIVE, "reactor..", "org.springframework.web.server.."));

    @ArchTest
    static final ArchRule webFluxDoesNotImportServlets = noClasses()
            .that()
            .resideInAPackage(REACTIVE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(SERVLET, "jakarta.servlet..", "org.springframework.web.servlet.."));

    @ArchTest
    static final ArchRule interceptDoesNotImportWeb = noClasses()
            .that()
            .resideInAPackage(INTERCEPT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WEB)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule areasDoNotKnowEachOther = slices().matching(
                    "io.kvkit.spring.(cached|idempotent|ratelimited|dedupe)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule webDoesNotImportAreas = noClasses()
            .that()
            .resideInAnyPackage(WEB, ACTUATE, OBSERVE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(CACHED, IDEMPOTENT, RATELIMITED, DEDUPE));

    @ArchTest
    static final ArchRule onlyTheWiringImportsTheFacade = noClasses()
            .that()
            .resideOutsideOfPackage(AUTOCONFIGURE)
            .should()
            .dependOnClassesThat(resideInAPackage("io.kvkit"));

    @ArchTest
    static final ArchRule onlyTheWiringImportsLettuce = noClasses()
            .that()
            .resideOutsideOfPackage(AUTOCONFIGURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.lettuce..", "io.kvkit.lettuce.."));

    @ArchTest
    static final ArchRule reactorIsWhereItMayBeAbsent = noClasses()
            .that(resideOutsideOfPackages(INTERCEPT, TRANSACTION, REACTIVE, ROUTE, EXCHANGE))
            .should()
            .dependOnClassesThat(resideInAnyPackage("reactor..", "org.reactivestreams.."));

    @ArchTest
    static final ArchRule operationsKnowNeitherServletsNorReactor = noClasses()
            .that()
            .resideInAPackage(OPERATION)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "jakarta..",
                    "reactor..",
                    "org.reactivestreams..",
                    "org.springframework.web..",
                    "org.springframework.http..",
                    "org.springframework.security.."));

    @ArchTest
    static final ArchRule wiringImportsLowerFloorsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("failure")
            .definedBy("io.kvkit.spring.autoconfigure.failure")
            .layer("autoconfigure")
            .definedBy("io.kvkit.spring.autoconfigure")
            .layer("store")
            .definedBy("io.kvkit.spring.autoconfigure.store")
            .layer("redis")
            .definedBy("io.kvkit.spring.autoconfigure.redis")
            .whereLayer("failure")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("autoconfigure")
            .mayOnlyBeAccessedByLayers("failure")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("autoconfigure")
            .whereLayer("redis")
            .mayOnlyBeAccessedByLayers("store", "autoconfigure");

    @ArchTest
    static final ArchRule virtualThreadsAreNotPinnedByResponses = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(WEB)
            .and()
            .declareThrowableOfType(IOException.class)
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule configurationClassesAreWiring =
            noClasses().that().resideOutsideOfPackage(AUTOCONFIGURE).should().beMetaAnnotatedWith(Configuration.class);

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.kvkit.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideOutsideOfPackages(ANNOTATION, "io.kvkit.spring.."), alwaysTrue());
}
