"""What all screens share: the role at the door, the refusal in place, and proof asked again where it must be."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from tocsin.accounts import second_factor
from tocsin.core.actions import Actor, NotPermitted, Refused
from tocsin.core.keyring import KeyMissing
from tocsin.desk.roles import actor_of

Crumb = tuple[str, str]


class RoomMixin(WagtailAdminTemplateMixin):
    """A screen for certain roles; for everybody else there is no such page."""

    roles: tuple[str, ...] = ()
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.actor = actor_of(request)
        if self.roles and not self.actor.roles & set(self.roles):
            raise Http404
        try:
            self.prepare()
            return super().dispatch(request, *args, **kwargs)
        except NotPermitted as refusal:
            raise Http404 from refusal
        except KeyMissing:
            # An old database with today's keystore: whose key was destroyed stays destroyed.
            return render(request, "desk/key_gone.html", status=HTTPStatus.GONE)

    def prepare(self) -> None:
        """Look up what the address names; raises NotPermitted or Http404."""

    def crumbs(self) -> Sequence[Crumb]:
        """(label, address) of the screens above this one."""
        return ()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": address, "label": label} for label, address in self.crumbs()]
        return [*super().get_breadcrumbs_items(), *above, {"url": "", "label": self.get_page_title()}]


class RoomView(RoomMixin, TemplateView):
    """A screen that shows something."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the address names is looked up in ``prepare``, and is no context of its own."""
        return self.render_to_response(self.get_context_data())


class ActionView(RoomMixin, FormView):
    """A screen that does one thing: a form, or a question with one button.

    A refusal stands above the form with what to do next, and nothing that was typed is lost. With ``proof`` the
    second factor (in the demo the password) is asked again, and the request is then carried out.
    """

    form_class: type[forms.Form] = forms.Form
    template_name = "desk/form.html"
    submit_label = ""
    explanation = ""
    done_message = ""
    danger = False
    proof = False
    refusal: Refused | None = None

    def act(self, form: forms.Form) -> None:
        """Call the action."""
        raise NotImplementedError

    def back(self) -> str:
        """Where to go afterwards, and where 'Cancel' leads."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if self.proof:
            second_factor.ask(self.request)
        try:
            self.act(form)
        except NotPermitted:
            raise
        except Refused as refusal:
            return self.refused(form, refusal)
        if self.done_message:
            messages.success(self.request, self.done_message)
        return redirect(self.back())

    def refused(self, form: forms.Form, refusal: Refused) -> HttpResponse:
        if refusal.code == "second_factor":
            raise ReauthenticationRequired
        self.refusal = refusal
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            refusal=self.refusal,
            submit_label=self.submit_label or _("Save"),
            explanation=self.explanation,
            danger=self.danger,
            back=self.back(),
            **kwargs,
        )


class ConfirmView(ActionView):
    """A question with one big button."""

    template_name = "desk/confirm.html"


class ButtonView(ActionView):
    """One click on another screen: refusals are told there."""

    http_method_names = ["post"]

    def refused(self, form: forms.Form, refusal: Refused) -> HttpResponse:
        if refusal.code == "second_factor":
            raise ReauthenticationRequired
        messages.error(self.request, str(refusal))
        return redirect(self.back())


def address(name: str, *args: object) -> str:
    """The address of one of the desk's screens."""
    return reverse(f"desk:{name}", args=args)
