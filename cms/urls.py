"""Every address of the site. Each view of ours states who may use it (``doccontrol.access``)."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import desk, upkeep
from cms.log_in import ended
from cms.log_in.views import AskForLink, ChangePassword, LogIn
from cms.portal import feeds, sitemaps
from doccontrol.access import closed, everybody, signed_in
from doccontrol.chapters import files_named
from doccontrol.organisation.accounts import account_page
from doccontrol.organisation.accounts import views as people

to_log_in = everybody(RedirectView.as_view(pattern_name="login", query_string=True))

urlpatterns = [
    # One log-in: whatever guards it guards every door.
    path("admin/login/", to_log_in),
    path("_util/login/", to_log_in),
    # Wagtail's trials of its error pages: nobody's.
    path("admin/failwhale/", closed),
    path("admin/test404/", closed),
    path("admin/account/", account_page.account, name="account"),
    path("admin/", desk.to_desk, name="administration"),
    path("admin/", include(wagtailadmin_urls)),
    path("tep-tai-lieu/", include(wagtaildocs_urls)),
    path("dang-nhap/", everybody(LogIn.as_view()), name="login"),
    path("dang-nhap/gui-lai/", signed_in(ended.show), name="held_form"),
    path("dang-xuat/", everybody(auth.LogoutView.as_view()), name="logout"),
    path("doi-mat-khau/", signed_in(ChangePassword.as_view()), name="password_change"),
    path(
        "doi-mat-khau/xong/",
        signed_in(auth.PasswordChangeDoneView.as_view()),
        name="password_change_done",
    ),
    path("quen-mat-khau/", everybody(AskForLink.as_view()), name="password_reset"),
    path(
        "quen-mat-khau/da-gui/",
        everybody(auth.PasswordResetDoneView.as_view()),
        name="password_reset_done",
    ),
    path(
        "dat-mat-khau/<uidb64>/<token>/",
        everybody(people.SetPasswordView.as_view()),
        name="password_reset_confirm",
    ),
    path(
        "dat-mat-khau/xong/",
        everybody(auth.PasswordResetCompleteView.as_view()),
        name="password_reset_complete",
    ),
    path("ngon-ngu/", everybody(set_language), name="set_language"),
    path("ban-lam-viec/", desk.desk, name="desk"),
    *[path("", include(addresses)) for addresses in files_named("urls")],
    path("nguon-tin/", everybody(feeds.NewEditions()), name="editions_feed"),
    path("sitemap.xml", sitemaps.sitemap_xml, name="sitemap"),
    path("robots.txt", upkeep.robots_txt, name="robots"),
    path("khoe/", upkeep.health, name="health"),
    path("tim-kiem/", include("search.page.urls")),
    path("tai-lieu/", include("doccontrol.documents.reading.urls")),
    path("", include(wagtail_urls)),
]
