package io.kvkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The floors of the core: a package imports only lower floors. */
@ArchTag("slow")
@AnalyzeClasses(packages = "io.kvkit", importOptions = DoNotIncludeTests.class)
class CoreFloorsTest {

    private static final String[] RECIPES = {"io.kvkit.recipe.."};
    private static final String[] MACHINES = {
        "io.kvkit.claim..",
        "io.kvkit.meter..",
        "io.kvkit.permit..",
        "io.kvkit.value..",
        "io.kvkit.tag..",
        "io.kvkit.memory..",
        "io.kvkit.lettuce..",
        "io.kvkit.resilience.."
    };

    @ArchTest
    static final ArchRule STORE_KNOWS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage("io.kvkit.store..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.kvkit.store..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule GROUND_FLOOR_KNOWS_NO_HIGHER_ONE = noClasses()
            .that()
            .resideInAnyPackage("io.kvkit.store..", "io.kvkit.codec..", "io.kvkit.call..", "io.kvkit.event..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(and(MACHINES, RECIPES));

    @ArchTest
    static final ArchRule MACHINES_KNOW_NO_RECIPE = noClasses()
            .that()
            .resideInAnyPackage(MACHINES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RECIPES);

    @ArchTest
    static final ArchRule STORES_KNOW_NO_TRANSITION = noClasses()
            .that()
            .resideInAnyPackage("io.kvkit.memory..", "io.kvkit.lettuce..", "io.kvkit.resilience..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.kvkit.claim..", "io.kvkit.meter..", "io.kvkit.permit..", "io.kvkit.value..", "io.kvkit.tag..");

    @ArchTest
    static final ArchRule RECIPES_KNOW_NO_STORE = noClasses()
            .that()
            .resideInAnyPackage(RECIPES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kvkit.memory..", "io.kvkit.lettuce..", "io.kvkit.resilience..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_ROOF = noClasses()
            .that()
            .resideInAPackage("io.kvkit.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.kvkit");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_LETTUCE = noClasses()
            .that()
            .resideOutsideOfPackage("io.kvkit.lettuce..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..");

    @ArchTest
    static final ArchRule ONLY_NEAR_PACKAGES_KNOW_CAFFEINE = noClasses()
            .that()
            .resideOutsideOfPackages("io.kvkit.recipe.cache.near..", "io.kvkit.recipe.once.near..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.benmanes..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_RESILIENCE4J = noClasses()
            .that()
            .resideOutsideOfPackage("io.kvkit.resilience..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.resilience4j..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_SPRING =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.kvkit.(**)").should().beFreeOfCycles();

    private static String[] and(String[] some, String[] others) {
        return Stream.of(some, others).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
